namespace CloudCctv.Benchmarks.Faults.Workers;

/// <summary>How much of a run.</summary>
/// <param name="Seed">Of everything that is left to chance here; what the machine does with it is not.</param>
/// <param name="FolderKills">Workers killed on a folder store.</param>
/// <param name="AzureKills">Workers killed on Azurite; 0 for none.</param>
/// <param name="Clips">True if some events send a clip.</param>
public sealed record WorkerFaultsOptions(int Seed, int FolderKills, int AzureKills, bool Clips)
{
    public static WorkerFaultsOptions Full { get; } = new(Seed: 20261125, FolderKills: 160, AzureKills: 50, Clips: true);
}
