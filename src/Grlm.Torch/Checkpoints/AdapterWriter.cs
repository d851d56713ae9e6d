using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Writes LoRA adapters in PEFT's layout, for <see cref="PeftAdapter"/> to read.</summary>
internal static class AdapterWriter
{
    /// <summary>Writes an adapter. The folder is replaced as a whole, in the end: a kill leaves what was there.</summary>
    /// <param name="folder">The folder; made if it is not there.</param>
    /// <param name="config">Its settings.</param>
    /// <param name="tensors">Its tensors by the names of <see cref="PeftAdapter.NameOfA"/> and <see cref="PeftAdapter.NameOfB"/>.</param>
    /// <param name="type">F32, F16 or BF16.</param>
    public static void Write(string folder, AdapterConfig config, IReadOnlyList<KeyValuePair<string, Tensor>> tensors, StoredType type)
    {
        new CheckpointFolder(folder).Replace(partial =>
        {
            var metadata = new Dictionary<string, string> { ["format"] = "pt" };
            SafetensorsWriter.Write(Path.Combine(partial, CheckpointFiles.AdapterWeights), TensorToStore.Of(tensors), type, metadata);
            AtomicFile.WriteAllText(Path.Combine(partial, CheckpointFiles.AdapterConfig),
                CheckpointJson.Text(AdapterConfigJson.Write(config)));
        });
    }
}
