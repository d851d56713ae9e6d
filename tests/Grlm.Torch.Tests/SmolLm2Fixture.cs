namespace Grlm.Torch.Tests;

/// <summary>
/// The real SmolLM2, loaded once for the tests of a class; a test that asks for it is skipped where the weights are absent.
/// </summary>
public sealed class SmolLm2Fixture : IDisposable
{
    private readonly Lazy<LanguageModel> _model = new(() => LanguageModel.Load(
        Path.GetDirectoryName(Repository.SharedFile("models/SmolLM2-135M-Instruct/config.json"))!,
        new LanguageModelOptions { Precision = Precision.Float32, Device = "cpu", Threads = 2 }));

    public LanguageModel Model => _model.Value;

    public void Dispose()
    {
        if (_model.IsValueCreated)
        {
            _model.Value.Dispose();
        }
    }
}
