"""Asks zoo about timm's families of convolutional networks: python Scripts/record_imports_timm.py [NAME…]

One network of each family, the smallest where there are several, with random weights: written by torch.export.save and read by
zoo. Its parameters are timm's, and its multiply–adds those that fvcore counts of convolutions and matrix products. What zoo does
not know is named, and then parameters and multiply–adds are lower bounds. The table is
Tests/ImportTests/Fixtures/timm.json; `swift build` comes first.
"""

import collections
import json
import logging
import pathlib
import subprocess
import sys
import warnings

import torch
from fvcore.nn import FlopCountAnalysis
from fvcore.nn.jit_handles import conv_flop_count, get_shape

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from record_imports_torchvision import BUILD, ROOT, export  # noqa: E402
from recorded_table import record_all  # noqa: E402
from torchvision_models import torchvision_models  # noqa: E402

# timm imports torchvision.
torchvision_models()
import timm  # noqa: E402

TABLE = ROOT / "Tests/ImportTests/Fixtures/timm.json"
PRODUCTS = ("conv", "linear", "matmul", "addmm", "bmm", "einsum", "baddbmm")
NAMES = """
    resnet18 resnet18d resnetv2_50 resnext50_32x4d wide_resnet50_2 legacy_seresnet18 ecaresnet26t skresnet18 resnest14d
    res2net50_26w_4s gcresnet33ts bat_resnext26ts regnetx_002 regnety_002 nf_regnet_b0 nf_resnet50 densenet121 vgg11 vgg11_bn
    inception_v3 inception_v4 inception_resnet_v2 xception41 efficientnet_b0 tf_efficientnet_b0 efficientnet_lite0
    efficientnetv2_rw_t mobilenetv2_100 mobilenetv3_small_100 mobilenetv3_large_100 mobilenetv4_conv_small mnasnet_small
    semnasnet_075 fbnetc_100 spnasnet_100 mixnet_s tinynet_e ghostnet_050 ghostnetv2_100 repghostnet_050 hardcorenas_a
    lcnet_050 repvgg_a0 mobileone_s0 convnext_atto convnextv2_atto convmixer_768_32 dla34 dpn48b selecsls42 hrnet_w18_small
    cspresnet50 cspdarknet53 darknet53 gernet_s rexnet_100 vovnet39a ese_vovnet19b_dw tresnet_m hgnet_tiny hgnetv2_b0
    inception_next_atto starnet_s1 fasternet_t0 edgenext_xx_small poolformer_s12 rdnet_tiny pnasnet5large
""".split()


def padded_convolution(inputs, outputs):
    """The multiply–adds of a convolution with padding='same', which fvcore counts nothing for."""
    return collections.Counter(conv=conv_flop_count(*map(get_shape, (*inputs[:2], outputs[0]))))


def record(name, folder):
    torch.manual_seed(0)
    model = timm.create_model(name, pretrained=False).eval()
    size = model.default_cfg["input_size"]
    given = torch.rand(1, *size)
    analysis = FlopCountAnalysis(model, given).set_op_handle("aten::_convolution_mode", padded_convolution)
    operations = collections.Counter(analysis.by_operator())
    row = {
        "input": list(size), "num_params": sum(p.numel() for p in model.parameters()),
        "fvcore": int(sum(operations[key] for key in PRODUCTS)),
    }  # fmt: skip
    path = folder / f"{name}.pt2"
    export(model, given, "pt2", path)
    done = subprocess.run(
        [BUILD / "zoo", "analyze", path, "--format", "json", "--allow-unknown"], capture_output=True, text=True)
    if done.returncode:
        return row | {"error": done.stderr.replace(str(path), "model.pt2").strip()[:300]}
    [report] = json.loads(done.stdout)
    row |= {"parameters": report["totals"]["parameters"], "macs": report["totals"]["macs"], "layers": len(report["layers"])}
    unknown = report["totals"].get("undescribed")
    return row | ({"unknown": {entry["kind"]: len(entry["layers"]) for entry in unknown}} if unknown else {})


def main():
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    head = {"timm": timm.__version__, "torch": str(torch.__version__)}
    record_all(TABLE, head, NAMES, record)


if __name__ == "__main__":
    main()
