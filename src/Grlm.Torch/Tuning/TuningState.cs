using System.Globalization;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Keeps on disk what a run needs so that it can go on after a kill at any moment: trained values and the optimiser's moments after some
/// step, the best values on validation users, and the loss curve. A state's file appears whole, after the lines and the best values that it
/// relies on; what an earlier state needs is deleted after that.
/// </summary>
internal sealed class TuningState
{
    private const string StateName = "state";
    private const string BestName = "best";

    private readonly string _directory;
    private readonly ParameterSet _parameters;
    private readonly AdamW _optimizer;

    /// <param name="directory">Folder of the run; made if it is not there.</param>
    /// <param name="parameters">What is trained.</param>
    /// <param name="optimizer">The optimiser over it.</param>
    /// <param name="keep">What the best values are best by.</param>
    public TuningState(string directory, ParameterSet parameters, AdamW optimizer, ValidationFigure keep)
    {
        Directory.CreateDirectory(directory);
        (_directory, _parameters, _optimizer) = (directory, parameters, optimizer);
        Log = new TuningLog(Path.Combine(directory, TuningLog.FileName), keep);
    }

    /// <summary>Gets the loss curve.</summary>
    public TuningLog Log { get; }

    /// <summary>Gets the step whose state is on disk; 0 for none.</summary>
    public int SavedStep { get; private set; }

    /// <summary>Takes up the last saved state, or makes a fresh start where there is none.</summary>
    /// <exception cref="InvalidInputException">What is there is damaged.</exception>
    public void Resume()
    {
        try
        {
            SavedStep = Directory.EnumerateFiles(_directory, $"{StateName}-*.safetensors").Select(StepOf).DefaultIfEmpty(0).Max();
            if (!Log.Rewind(SavedStep))
            {
                throw new InvalidInputException($"{TuningLog.FileName} ends before step {SavedStep}.");
            }

            if (SavedStep > 0)
            {
                SafetensorsFile.ReadInto(PathOf(StateName, SavedStep), StateTensors);
                _optimizer.Steps = SavedStep;
            }
        }
        catch (InvalidInputException exception)
        {
            throw new InvalidInputException(
                $"What an interrupted run left in {_directory} is damaged: {exception.Message} Start over (option 'force').", exception);
        }
    }

    /// <summary>Saves the state after the optimiser's last step.</summary>
    public void Save()
    {
        if (_optimizer.Steps == SavedStep)
        {
            return;
        }

        Log.Flush();
        SavedStep = _optimizer.Steps;
        SafetensorsFile.Write(PathOf(StateName, SavedStep), StateTensors);
        Prune(StateName, SavedStep);
        Prune(BestName, Log.Best?.Step);
    }

    /// <summary>Records a measurement; where it is the best so far, the values are kept.</summary>
    /// <param name="validationLoss">Mean loss in nats.</param>
    /// <param name="grounded">Recall@10 and NDCG@10 of what the model recommends; null where that is not measured.</param>
    public void Measured(double validationLoss, (double Recall, double Ndcg)? grounded = null)
    {
        var measurement = new TuningRecord
        {
            Step = _optimizer.Steps,
            ValidationLoss = validationLoss,
            ValidationRecallAt10 = grounded?.Recall,
            ValidationNdcgAt10 = grounded?.Ndcg,
        };
        if (Log.IsBest(measurement))
        {
            SafetensorsFile.Write(PathOf(BestName, _optimizer.Steps), BestTensors);
        }

        Log.Append(measurement);
    }

    /// <summary>Brings the best values back; without measurements the last ones stay.</summary>
    public void LoadBest()
    {
        if (Log.Best is { } best)
        {
            SafetensorsFile.ReadInto(PathOf(BestName, best.Step), BestTensors);
        }
    }

    private KeyValuePair<string, Tensor>[] StateTensors =>
        [new("values", _parameters.Values), new("first_moment", _optimizer.FirstMoment), new("second_moment", _optimizer.SecondMoment)];

    private KeyValuePair<string, Tensor>[] BestTensors => [new("values", _parameters.Values)];

    private string PathOf(string name, int step) => Path.Combine(_directory, $"{name}-{step}.safetensors");

    private static int StepOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return int.TryParse(name.AsSpan(name.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var step)
            ? step : 0;
    }

    private void Prune(string name, int? except)
    {
        var kept = except is { } step ? PathOf(name, step) : null;
        foreach (var file in Directory.EnumerateFiles(_directory, $"{name}-*").Where(file => file != kept))
        {
            File.Delete(file);
        }
    }
}
