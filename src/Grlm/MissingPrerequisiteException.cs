namespace Grlm;

/// <summary>Something that has to be there first is not: an earlier stage, a file, a model, a library (exit code 4).</summary>
public sealed class MissingPrerequisiteException(string message, Exception? innerException = null)
    : GrlmException(message, exitCode: 4, innerException);
