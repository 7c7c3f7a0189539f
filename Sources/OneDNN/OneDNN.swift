internal import COneDNN
