namespace Grlm;

/// <summary>Input data that cannot be read as what it should be (exit code 3).</summary>
public sealed class InvalidInputException : GrlmException
{
    /// <param name="message">What is wrong and what to do about it.</param>
    /// <param name="innerException">The cause, if another library reported it.</param>
    public InvalidInputException(string message, Exception? innerException = null)
        : base(message, exitCode: 3, innerException)
    {
    }

    /// <param name="file">The file that holds the fault.</param>
    /// <param name="line">One-based line number.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="remedy">What to do about it.</param>
    /// <param name="innerException">The cause, if another library reported it.</param>
    public InvalidInputException(string file, long line, string problem, string remedy, Exception? innerException = null)
        : this($"{file}:{line}: {problem} {remedy}", innerException)
    {
    }
}
