/// The lines that the help of each command ends with.
///
/// The files that they name are those that `zoo examples` writes, or that an earlier example writes.
enum Examples {
  /// Arguments behind `zoo`, by the words of the command.
  static let all: [String: [String]] = [
    "": ["analyze alexnet", "explain alexnet conv2", "examples -o ."],
    "list": ["list", "list --format csv -o networks.csv"],
    "show": ["show lenet5-modern", "show alexnet > mine.yaml"],
    "formats": ["formats"],
    "layers": ["layers", "layers conv maxpool"],
    "examples": ["examples", "examples -o ."],
    "analyze": [
      "analyze alexnet --set conv1.stride=2", "analyze googlenet --depth 1 --sort macs --top 5",
      "analyze vgg16 resnet.yaml --format csv -o layers.csv",
    ],
    "explain": ["explain alexnet conv2", "explain alexnet conv5 --unit 6,6", "explain vgg16 --conventions"],
    "compare": ["compare alexnet alexnet-torchvision", "compare alexnet --set 'fc7=[]'"],
    "check": [
      "check resnet50 --max-macs 4.2G --max-parameters 26M --min-field 224", "check --budget zoo-budget.yaml",
      "check alexnet --against caffenet --tolerance 1% --format markdown",
    ],
    "sweep": [
      "sweep resnet50 --input 128:512:32 --batch 1,8,32 --format csv -o sweep.csv",
      "sweep vgg16 --input 32:224:32 --columns macs,peak", "sweep resnet18 --input 64:512:32 --format svg -o sweep.svg",
    ],
    "diagram": [
      "diagram vgg16 --style blocks -o vgg16.svg", "diagram googlenet -o googlenet.png",
      "diagram resnet50 --depth 2 --format mermaid",
    ],
    "report": ["report alexnet -o alexnet", "report googlenet --format html -o googlenet.html"],
    "open": ["open googlenet", "open alexnet alexnet-torchvision -o two.html"],
    "guide": ["guide", "guide windows"],
    "import": ["import train_val.prototxt -o small.yaml", "import mine.onnx -o mine.yaml --weights mine.h5"],
    "run": [
      "run lenet5-modern --weights lenet5-digits.safetensors --input seven.png -o outputs.h5",
      "run lenet5-modern --weights lenet5-digits.safetensors --input seven.png --layers all -o reference.h5",
    ],
    "verify": [
      "verify lenet5-modern --weights lenet5-digits.safetensors --reference reference.h5",
      "verify lenet5-modern --weights lenet5-digits.safetensors --reference reference.h5 --set S2.kernel=1 --all",
    ],
    "predict": [
      "predict lenet5-modern drawn/3.png",
      "predict lenet5-modern --weights lenet5-digits.safetensors seven.png",
      "predict lenet5-modern --weights lenet5-digits.safetensors digits/3 --top 1",
    ],
    "evaluate": [
      "evaluate lenet5-modern --weights lenet5-digits.safetensors --data digits",
      "evaluate lenet5-modern --weights lenet5-digits.safetensors --data digits --confusion confusion.png",
    ],
    "filters": ["filters lenet5-modern --weights lenet5-digits.safetensors -o kernels.png"],
    "features": [
      "features lenet5-modern seven.png --weights lenet5-digits.safetensors --layer C1 -o maps.png"
    ],
    "receptive-field": [
      "receptive-field alexnet --layer conv5 -o field.png",
      "receptive-field lenet5-modern --layer S4 --effective --random 20 -o effective.png",
    ],
    "gradient": [
      "gradient lenet5-modern --weights lenet5-digits.safetensors --layer output --image seven.png -o gradient.png"
    ],
    "gradient-norms": ["gradient-norms lenet5-modern", "gradient-norms --chain tanh --layers 10"],
    "benchmark": [
      "benchmark lenet5", "benchmark lenet5 --batch 16 --threads 1 --machine small",
    ],
    "machines": ["machines", "machines t4"],
    "convolve": ["convolve seven.png --kernel sobel-x -o edges.png", "convolve signal.txt --kernel 1,2,1"],
    "fetch": ["fetch resnet18 --offline", "fetch resnet50 IMAGENET1K_V2 --offline"],
    "identify": ["identify lenet5-digits.safetensors"],
    "weights": ["weights inspect lenet5-digits.safetensors", "help weights export"],
    "weights sparsity": ["weights sparsity lenet5-modern lenet5-digits.safetensors"],
    "weights inspect": ["weights inspect lenet5-digits.safetensors --statistics"],
    "weights check": [
      "weights check lenet5-modern lenet5-digits.safetensors",
      "weights check lenet5-modern lenet.h5 --against lenet5-digits.safetensors",
    ],
    "weights import": ["weights import lenet5-modern lenet5-digits.safetensors -o own.h5"],
    "weights export": ["weights export lenet5-modern lenet5-digits.safetensors --to keras -o lenet.h5"],
    "weights init": ["weights init alexnet --seed 1 -o synthetic.h5"],
  ]
}
