namespace Grlm.Torch;

/// <summary>
/// Progress of models that train at the same time, as that of the first that is not done. Safe for concurrent use; what it is told to need not be.
/// </summary>
/// <param name="progress">Where it is told.</param>
/// <param name="name">What the models are called.</param>
/// <param name="count">How many there are.</param>
internal sealed class EnsembleProgress(IProgress<StageProgress> progress, string name, int count)
{
    private readonly Lock _lock = new();
    private readonly StageProgress?[] _last = new StageProgress?[count];
    private readonly bool[] _done = new bool[count];

    /// <summary>Where one of the models tells its progress.</summary>
    public IProgress<StageProgress> Of(int model) => new One(this, model);

    /// <summary>Says that a model is done.</summary>
    public void Done(int model)
    {
        lock (_lock)
        {
            _done[model] = true;
        }
    }

    private void Report(int model, StageProgress value)
    {
        lock (_lock)
        {
            _last[model] = value;
            var shown = Array.IndexOf(_done, false) is >= 0 and var first && _last[first] is not null ? first : model;
            var told = _last[shown]!.Value;
            progress.Report(told with { Activity = $"{name} {shown + 1} of {count}, {told.Activity}" });
        }
    }

    private sealed class One(EnsembleProgress all, int model) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => all.Report(model, value);
    }
}
