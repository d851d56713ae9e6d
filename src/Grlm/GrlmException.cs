namespace Grlm;

/// <summary>
/// An error that a user can act on. The message names the stage, the file, line or id, what is wrong and the remedy;
/// the command line prints it without a stack trace and exits with <see cref="ExitCode"/>.
/// </summary>
public abstract class GrlmException : Exception
{
    private protected GrlmException(string message, int exitCode, Exception? innerException)
        : base(message, innerException)
        => ExitCode = exitCode;

    /// <summary>Process exit code: 2 usage, 3 bad input data, 4 missing prerequisite.</summary>
    public int ExitCode { get; }
}
