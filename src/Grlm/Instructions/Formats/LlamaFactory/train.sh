#!/usr/bin/env bash
# Tunes Qwen3 on these samples with LLaMA-Factory, through torchrun and DeepSpeed:
#
#   ./train.sh [SIZE] [OPTION=VALUE ...]      SIZE: 0.6B, 1.7B, 4B (default), 8B or 14B
#
# OPTION=VALUE goes over llama-factory.yaml: model_name_or_path=DIR, output_dir=DIR, ...
# Environment: GPUS devices of this machine (default: all), BATCH samples a device takes at once (default: 4);
# for several machines NNODES, NODE_RANK, MASTER_ADDR and MASTER_PORT, as torchrun has them.
# Back in grlm: grlm train --import DIR
set -euo pipefail
cd "$(dirname "$0")"

size="${1:-4B}"
[ $# -gt 0 ] && shift
case "$size" in
  0.6B | 1.7B) rate=2.0e-4 ;;
  4B) rate=1.0e-4 ;;
  8B) rate=7.0e-5 ;;
  14B) rate=5.0e-5 ;;
  *) echo "train.sh: there is no size '$size'; take 0.6B, 1.7B, 4B, 8B or 14B" >&2; exit 2 ;;
esac

gpus="${GPUS:-$(nvidia-smi --list-gpus | wc -l)}"
batch="${BATCH:-4}"
at_once=$((gpus * batch * ${NNODES:-1}))
if [ "$at_once" -lt 1 ] || [ $((128 % at_once)) -ne 0 ]; then
  echo "train.sh: $gpus devices x $batch samples x ${NNODES:-1} machines do not divide a batch of 128; set GPUS or BATCH" >&2
  exit 2
fi

FORCE_TORCHRUN=1 NPROC_PER_NODE="$gpus" exec llamafactory-cli train llama-factory.yaml \
  model_name_or_path="Qwen/Qwen3-$size" \
  learning_rate="$rate" \
  per_device_train_batch_size="$batch" \
  gradient_accumulation_steps=$((128 / at_once)) \
  "$@"
