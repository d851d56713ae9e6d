namespace Grlm.LanguageModels;

/// <summary>What a hub tells of a large file beside the redirect to where it lies, and of a refusal.</summary>
internal static class HubHeaders
{
    public const string LinkedTag = "X-Linked-Etag";
    public const string LinkedSize = "X-Linked-Size";
    public const string ErrorCode = "X-Error-Code";
}
