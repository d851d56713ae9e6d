namespace Grlm;

/// <summary>Describes how fast a workspace recommends and grounds on this machine.</summary>
/// <param name="Source">What ranked.</param>
/// <param name="Items">Items of the catalogue.</param>
/// <param name="Requests">Requests of each measurement.</param>
/// <param name="HistoryLength">Items of a request's history.</param>
/// <param name="Beams">Beams of the generator.</param>
/// <param name="Threads">Threads for batches.</param>
/// <param name="LoadMilliseconds">Loading the models, dataset and term library aside.</param>
/// <param name="OneRequest">One request after the other.</param>
/// <param name="UsersPerSecond">In batches, on all threads.</param>
/// <param name="DirectPerSecond">Direct mappings of a TID, on one thread.</param>
/// <param name="StructuralPerSecond">Structural mappings of a TID with a wrong term to ten items, on one thread.</param>
/// <param name="ModelBytes">Managed memory that the models take.</param>
/// <param name="AllocatedBytesPerRequest">What a single request allocates, its answer included.</param>
/// <param name="HeapGrowthBytes">Managed memory after all requests less that before them, both after a collection.</param>
/// <param name="PeakBytes">Most memory that the process has had in its working set.</param>
public sealed record BenchReport(
    string Source,
    int Items,
    int Requests,
    int HistoryLength,
    int Beams,
    int Threads,
    double LoadMilliseconds,
    Latencies OneRequest,
    double UsersPerSecond,
    double DirectPerSecond,
    double StructuralPerSecond,
    long ModelBytes,
    long AllocatedBytesPerRequest,
    long HeapGrowthBytes,
    long PeakBytes);
