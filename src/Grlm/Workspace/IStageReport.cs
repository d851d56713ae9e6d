namespace Grlm;

/// <summary>Lets the result record of a stage say how it is told to people; the command and pages draw what it says.</summary>
public interface IStageReport
{
    /// <summary>Says what matters most in half a line.</summary>
    string Summarize();

    /// <summary>Lays out all that is worth reading.</summary>
    IReadOnlyList<ReportTable> Tabulate();
}
