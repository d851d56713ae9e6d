namespace Grlm.Tests;

internal sealed record CountingResult(int Runs, double Score);
