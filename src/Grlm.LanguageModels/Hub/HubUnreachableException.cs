namespace Grlm.LanguageModels;

/// <summary>The hub did not answer, or not sensibly, however often it was asked: what the cache holds may do instead.</summary>
internal sealed class HubUnreachableException(string message, Exception? innerException = null) : Exception(message, innerException);
