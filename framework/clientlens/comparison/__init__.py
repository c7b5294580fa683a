"""The comparison of models, settings, regions and waves: from runs to tidy frames and draws."""
