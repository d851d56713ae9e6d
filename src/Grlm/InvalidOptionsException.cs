namespace Grlm;

/// <summary>Reports an option or a combination of options that cannot be (exit code 2).</summary>
public sealed class InvalidOptionsException(string message, Exception? innerException = null)
    : GrlmException(message, exitCode: 2, innerException);
