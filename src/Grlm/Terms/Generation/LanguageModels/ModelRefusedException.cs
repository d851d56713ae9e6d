namespace Grlm;

/// <summary>
/// Reports a request that a model will not answer however often it is asked: a prompt that is too long, a setting that it does not know.
/// </summary>
/// <param name="message">What the server said.</param>
/// <param name="innerException">The cause.</param>
public sealed class ModelRefusedException(string message, Exception? innerException = null) : Exception(message, innerException);
