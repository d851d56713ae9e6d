namespace Grlm.Cli;

/// <summary>A stage that a command has run or skipped, whatever its result.</summary>
internal interface IStageRun
{
    string Stage { get; }

    bool Skipped { get; }

    double Seconds { get; }

    string Artifact { get; }

    object Result { get; }
}
