namespace Grlm.Serving;

/// <summary>
/// Reports that the store can't answer now: its database is locked, full, restarting or out of reach (exit code 4). A write that ends so
/// has not been acknowledged; it may be sent again as it is, since a write that had been made is not made twice.
/// </summary>
public sealed class StoreUnavailableException(string message, Exception? innerException = null)
    : GrlmException(message, exitCode: 4, innerException);
