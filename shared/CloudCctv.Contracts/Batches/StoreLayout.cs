using CloudCctv.Contracts.Names;

namespace CloudCctv.Contracts.Batches;

/// <summary>Where a device puts batches in the store. What the cloud side makes of them has its own folders, unknown here.</summary>
public static class StoreLayout
{
    public const string BatchPrefix = "batches/";

    public static string ObjectFor(BatchName batch) => BatchPrefix + batch;

    /// <returns>Null if the object is no batch.</returns>
    public static BatchName? BatchAt(string objectName) =>
        objectName.StartsWith(BatchPrefix, StringComparison.Ordinal) && BatchName.TryParse(objectName[BatchPrefix.Length..], out var batch)
            ? batch
            : null;
}
