namespace CloudCctv.Analysis.Fsck;

/// <summary>Looks at one kind of object. May run while servers work: what is young is left to them.</summary>
internal interface IStoreCheck
{
    /// <summary>Reads through all of its objects.</summary>
    IAsyncEnumerable<Finding> FindAsync(CancellationToken cancellationToken);

    /// <summary>Does what <see cref="Finding.Repair"/> says. Never deletes a picture, a sidecar, quarantine, or a zip without a complete result.</summary>
    /// <param name="finding">One of its own that has a repair.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    Task RepairAsync(Finding finding, CancellationToken cancellationToken);
}
