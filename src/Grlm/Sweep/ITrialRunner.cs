using System.Text.Json.Nodes;

namespace Grlm;

/// <summary>
/// Trains with given options and measures on validation users. A search knows nothing else of the data, and what is behind this knows no
/// test target: see <see cref="TrainingData"/>.
/// </summary>
public interface ITrialRunner
{
    /// <summary>Gets what is drawn from where the search is given no space: <c>{"dropout": [0.2, 0.3]}</c>.</summary>
    string Space { get; }

    /// <summary>Gets the version of the data that is trained on.</summary>
    string Inputs { get; }

    /// <summary>Returns the stage's options as JSON, defaults where <paramref name="options"/> has none.</summary>
    /// <exception cref="InvalidOptionsException">There is no such option, or it does not take such a value.</exception>
    JsonObject Complete(JsonObject options);

    /// <summary>Trains and measures.</summary>
    /// <param name="options">All options of the stage.</param>
    /// <param name="directory">Folder of the trial: what an interrupted one has left there is taken up again.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops it; what it wrote stays.</param>
    /// <returns>Recall@10 and NDCG@10 on validation users.</returns>
    Task<(double Recall, double Ndcg)> RunAsync(
        JsonObject options, string directory, IProgress<StageProgress> progress, CancellationToken cancellationToken);
}
