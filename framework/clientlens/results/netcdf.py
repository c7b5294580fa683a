"""Replicates as NetCDF: labels by xarray, numbers packed by threads while we do something else.

Replicates hardly compress, and HDF5 would try with Python's lock held. So each chunk is packed
with the filters that the file declares, outside that lock, and handed to HDF5 as it is.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from clientlens.arrays import FloatArray

if TYPE_CHECKING:
    import h5py
    import xarray as xr

Write = Callable[[Path], None]
"""Writes what was packed; waits for what isn't yet."""

_NUMBER = np.dtype("<f4")
_THREADS = 2
_CHUNK_BYTES = 8_000_000
"""A chunk holds so many groups that it isn't larger: large ones wait less for Python's lock."""
_LEVEL = 1

_Chunks = dict[tuple[int, ...], "Future[bytes]"]
"""Where a chunk begins → its bytes."""


@contextmanager
def packing(datasets: Mapping[str, xr.Dataset], attributes: Mapping[str, str]) -> Iterator[Write]:
    """Begin to pack datasets; what this yields writes them as groups of one file.

    Parameters
    ----------
    datasets : mapping
        Group of the file → dataset; its numbers are written as float32.
    attributes : mapping
        Attributes of the whole file.
    """
    pool = ThreadPoolExecutor(_THREADS)
    try:
        packed = {name: _begin(data, pool) for name, data in datasets.items()}

        def write(path: Path) -> None:
            _write_labels(datasets, packed, attributes, path)
            _write_numbers(datasets, packed, path)

        yield write
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(data: xr.Dataset, pool: ThreadPoolExecutor) -> dict[str, _Chunks]:
    """Variable → its chunks; those that HDF5 can't have in chunks, or without labels, aren't."""
    return {
        str(name): {
            start: pool.submit(_pack, array.to_numpy()[start[0] : start[0] + step])
            for start in _starts(array.shape, step)
        }
        for name, array in data.data_vars.items()
        if array.size and array.ndim and all(dim in data.coords for dim in array.dims)
        for step in [_chunk_shape(array.shape)[0]]
    }


def _chunk_shape(shape: tuple[int, ...]) -> tuple[int, ...]:
    """As many of the first axis as a chunk holds, and all of the others."""
    one = _NUMBER.itemsize * int(np.prod(shape[1:]))
    return (int(np.clip(_CHUNK_BYTES // one, 1, shape[0])), *shape[1:])


def _starts(shape: tuple[int, ...], step: int) -> Iterator[tuple[int, ...]]:
    return ((first, *[0] * (len(shape) - 1)) for first in range(0, shape[0], step))


def _pack(values: FloatArray) -> bytes:
    """A chunk as the filters shuffle and deflate of HDF5 leave it."""
    numbers = np.ascontiguousarray(values, dtype=_NUMBER)
    planes = numbers.reshape(-1).view(np.uint8).reshape(-1, _NUMBER.itemsize).T
    # Runs are all that is repeated in replicates: to look for more takes twice as long.
    deflate = zlib.compressobj(_LEVEL, strategy=zlib.Z_RLE)
    return deflate.compress(np.ascontiguousarray(planes).data) + deflate.flush()


def _write_labels(
    datasets: Mapping[str, xr.Dataset],
    packed: Mapping[str, Mapping[str, _Chunks]],
    attributes: Mapping[str, str],
    path: Path,
) -> None:
    """Everything that isn't packed."""
    import xarray as xr

    xr.Dataset(attrs=attributes).to_netcdf(path, engine="h5netcdf", mode="w")
    for name, data in datasets.items():
        rest = data.drop_vars(list(packed[name]))
        numbers = {variable: array.astype(_NUMBER) for variable, array in rest.items()}
        rest.assign(numbers).to_netcdf(path, engine="h5netcdf", mode="a", group=name)


def _write_numbers(
    datasets: Mapping[str, xr.Dataset], packed: Mapping[str, Mapping[str, _Chunks]], path: Path
) -> None:
    """The packed variables, as xarray would have written them."""
    import h5py

    with h5py.File(path, "r+") as file:
        for name, variables in packed.items():
            for variable, chunks in variables.items():
                place = _make(file[name], variable, datasets[name][variable])
                for start, packed_chunk in chunks.items():
                    place.id.write_direct_chunk(start, packed_chunk.result())


def _make(group: h5py.Group, name: str, array: xr.DataArray) -> h5py.Dataset:
    """An empty variable with its labels and attributes."""
    made = group.create_dataset(
        name,
        array.shape,
        _NUMBER,
        chunks=_chunk_shape(array.shape),
        compression="gzip",
        compression_opts=_LEVEL,
        shuffle=True,
        fillvalue=np.nan,
    )
    scales = [group[str(dim)] for dim in array.dims]
    for axis, scale in enumerate(scales):
        made.dims[axis].attach_scale(scale)
    numbers = np.array([scale.attrs["_Netcdf4Dimid"] for scale in scales], dtype=np.int32)
    made.attrs["_Netcdf4Coordinates"] = numbers
    made.attrs["_Netcdf4Dimid"] = numbers[0]
    made.attrs["_FillValue"] = np.array([np.nan], dtype=_NUMBER)
    beside = sorted(str(name) for name in array.coords if name not in array.dims)
    if beside:
        made.attrs["coordinates"] = " ".join(beside)
    for key, value in array.attrs.items():
        made.attrs[key] = value if isinstance(value, str) else np.asarray(value)
    return made
