namespace Grlm;

/// <summary>
/// Reports an error that a user can act on. The message names the stage, the file, line or id, what is wrong and the remedy; the command
/// line prints it without a stack trace and exits with <see cref="ExitCode"/>.
/// </summary>
public abstract class GrlmException : Exception
{
    /// <summary>Makes one with a message that names the remedy.</summary>
    protected GrlmException(string message, int exitCode, Exception? innerException)
        : base(message, innerException)
        => ExitCode = exitCode;

    /// <summary>Gets the number of process exit code: 2 usage, 3 bad input data, 4 missing prerequisite.</summary>
    public int ExitCode { get; }

    /// <summary>
    /// Tells whether what a stage has written so far is worth keeping although it could not go on: a server that failed after an hour of
    /// answers. The same command then resumes from it; by default, nothing of a run that had just begun is left.
    /// </summary>
    public bool KeepsWork { get; init; }
}
