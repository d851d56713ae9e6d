namespace Grlm;

/// <summary>
/// Reports a model that could not answer for the moment: a server that is busy, failing or out of reach. Asking again may help.
/// </summary>
/// <param name="message">What happened.</param>
/// <param name="isOverload">Whether there were too many requests: fewer at a time may help.</param>
/// <param name="retryAfter">How long the server asks to be left alone; null where it does not say.</param>
/// <param name="innerException">The cause.</param>
public sealed class ModelUnavailableException(
    string message, bool isOverload = false, TimeSpan? retryAfter = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Tells whether there were too many requests.</summary>
    public bool IsOverload => isOverload;

    /// <summary>Gets how long the server asks to be left alone; null where it does not say.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
