"""Makes the files of this folder with PyTorch (1.13): state dicts as torch.save writes them, usual and unusual."""
import numpy
import torch

base = torch.arange(6, dtype=torch.float32).reshape(2, 3)
views = {"whole": base, "transposed": base.t(), "columns": base[:, 1:], "row": base[1], "element": base[1, 2]}
types = {
    "double": torch.tensor([0.5, -2.0], dtype=torch.float64), "half": torch.tensor([0.5, -2.0], dtype=torch.float16),
    "bfloat16": torch.tensor([0.5, -2.0], dtype=torch.bfloat16), "long": torch.tensor([1, -2]), "int": torch.tensor([1, -2], dtype=torch.int32),
    "short": torch.tensor([1, -2], dtype=torch.int16), "char": torch.tensor([1, -2], dtype=torch.int8), "byte": torch.tensor([1, 254], dtype=torch.uint8),
    "bool": torch.tensor([True, False]), "scalar": torch.tensor(0.25), "empty": torch.zeros(0, 3),
}
state_dicts = {"views": views, "types": types, "parameters": torch.nn.ParameterDict({"p": torch.nn.Parameter(base)}).state_dict(), "nested": {"epoch": 3, "state_dict": views}}
others = {
    "module": {"model": torch.nn.Linear(2, 2)}, "checkpoint": {"epoch": 3, "weights": base}, "list": [base], "text": "no tensors",
    "sparse": {"s": base.to_sparse()}, "expanded": {"e": torch.ones(1).expand(1000)}, "array": {"a": numpy.zeros(2)}, "keyed-by-number": {1: base},
}
for name, value in (state_dicts | others).items():
    torch.save(value, f"{name}.bin")
for name, value in state_dicts.items():
    torch.save(value, f"{name}.legacy.bin", _use_new_zipfile_serialization=False)
torch.save(views, "protocol-3.bin", pickle_protocol=3)
torch.save(views, "protocol-4.bin", pickle_protocol=4)
