namespace Grlm.Cli;

/// <summary>Exit codes that no <see cref="GrlmException"/> carries.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Unexpected = 1;
    public const int Usage = 2;
    public const int Interrupted = 130;
}
