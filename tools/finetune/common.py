"""Writes a network twice, as TorchScript and as ONNX, with the same names for the same weights."""

import json
import pathlib

import onnx
import torch


def save(folder, model, methods, onnx_model, cuts=()):
    """Writes `model.onnx`, `model.pt` and `training.json`.

    methods: for each method of the module the example inputs to trace it with
    cuts: places where the network can be divided, from the pixels on, each with the tensor's name
        in the ONNX graph, its shape without the batch, and the method that goes on from there
    """
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    names = {name for name, _ in model.named_parameters()}
    kept = {tensor.name for tensor in onnx_model.graph.initializer}
    missing = sorted(names - kept)
    assert not missing, f"not among the initialisers of the ONNX graph: {missing}"
    onnx.checker.check_model(onnx_model, full_check=True)
    onnx.save(onnx_model, folder / "model.onnx")
    # traced in evaluation mode: dropout is gone, statistics of batch norm stay as they are
    traced = torch.jit.trace_module(model.eval(), methods, check_trace=False)
    torch.jit.save(traced, folder / "model.pt")
    if cuts:
        (folder / "training.json").write_text(json.dumps({"cuts": list(cuts)}, indent=2) + "\n")
