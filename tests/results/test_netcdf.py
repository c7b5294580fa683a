"""Replicates as NetCDF: HDF5 and xarray read what was packed beside them."""

import h5py
import numpy as np
import pytest
import xarray as xr

from clientlens.results import netcdf
from clientlens.results.netcdf import packing

ATTRIBUTES = {"study": "small"}


def dataset():
    rng = np.random.default_rng(5)
    values = rng.normal(size=(3, 50, 4))
    values[1, 7, 2], values[2] = np.nan, np.inf
    return xr.Dataset(
        {
            "gap": (("group", "replicate", "indicator"), values),
            "index": (("group", "replicate"), rng.integers(0, 3, (3, 50)) / 7),
            "nobody": (("group", "replicate", "none"), np.zeros((3, 50, 0))),
            "unlabelled": (("group", "replicate", "part"), rng.normal(size=(3, 50, 2))),
        },
        coords={
            "group": ["all", "a", "b"],
            "replicate": np.arange(50),
            "indicator": list("wxyz"),
            "kind": ("replicate", np.array(["answered", *["draw"] * 49])),
        },
    )


def write(path, **datasets):
    with packing(datasets, ATTRIBUTES) as write_to:
        write_to(path)
    return path


def read(path, name):
    return xr.load_dataset(path, engine="h5netcdf", group=name)


@pytest.mark.parametrize("chunk_bytes", [1, 1700, 8_000_000])
def test_xarray_reads_what_was_written_to_float32(chunk_bytes, monkeypatch, tmp_path):
    monkeypatch.setattr(netcdf, "_CHUNK_BYTES", chunk_bytes)
    path = write(tmp_path / "own.nc", one=dataset(), other=dataset() * 2)
    xr.testing.assert_identical(read(path, "one"), dataset().astype("float32"))
    xr.testing.assert_identical(read(path, "other"), (dataset() * 2).astype("float32"))
    assert xr.load_dataset(path, engine="h5netcdf").attrs == ATTRIBUTES


def test_a_variable_has_what_xarray_gives_it(tmp_path):
    theirs = tmp_path / "theirs.nc"
    encoding = {"gap": {"zlib": True, "complevel": 1, "shuffle": True}}
    data = dataset().astype("float32")
    data.to_netcdf(theirs, engine="h5netcdf", group="one", encoding=encoding)
    own = write(tmp_path / "own.nc", one=dataset())
    with h5py.File(own) as ours, h5py.File(theirs) as known:
        one, other = ours["one/gap"], known["one/gap"]
        assert sorted(one.attrs) == sorted(other.attrs)
        assert one.attrs["coordinates"] == other.attrs["coordinates"]
        for name in ("dtype", "compression", "compression_opts", "shuffle"):
            assert getattr(one, name) == getattr(other, name)
        for axis, dim in enumerate(data["gap"].dims):
            assert one.dims[axis][0] == ours[f"one/{dim}"]


def test_the_same_replicates_give_the_same_bytes(tmp_path):
    one, other = (write(tmp_path / name, one=dataset()) for name in ("1.nc", "2.nc"))
    assert one.read_bytes() == other.read_bytes()


def test_what_goes_wrong_in_the_meantime_is_told():
    with pytest.raises(KeyError, match="elsewhere"), packing({"one": dataset()}, ATTRIBUTES):
        raise KeyError("elsewhere")
