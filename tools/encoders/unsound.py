"""Graphs that must not be imported: custom operators, and weights in files elsewhere."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from common import folder


def save(name, nodes, initialisers=(), domains=()):
    picture = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 3, 8, 8])
    row = helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", 3])
    graph = helper.make_graph(nodes, "g", [picture], [row], list(initialisers))
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid(d, v) for d, v in [("", 17), *domains]], ir_version=8)
    (folder("unsound") / f"{name}.onnx").write_bytes(model.SerializeToString())


def outside(location):
    tensor = numpy_helper.from_array(np.zeros(3, np.float32), "w")
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", location), ("offset", "0"), ("length", "12")):
        tensor.external_data.add(key=key, value=value)
    return tensor


def unsound():
    pool = helper.make_node("GlobalAveragePool", ["x"], ["p"])
    flat = helper.make_node("Flatten", ["p"], ["f"])
    add = helper.make_node("Add", ["f", "w"], ["features"])
    save("custom", [
        helper.make_node("MyResize", ["x"], ["y"], domain="my.company"),
        helper.make_node("GlobalAveragePool", ["y"], ["p"]),
        helper.make_node("Flatten", ["p"], ["features"])], domains=[("my.company", 1)])
    save("outside", [pool, flat, add], [outside("../weights.bin")])
    save("beside", [pool, flat, add], [outside("weights.bin")])


FAMILIES = {"unsound": unsound}
