namespace CloudCctv.Analysis.Inbox;

/// <summary>What one look into an inbox came to.</summary>
/// <param name="Taken">Batches that are in the store and the queue now.</param>
/// <param name="Left">Files that could not be taken and will be tried again.</param>
/// <param name="Cursor">From which to wait for more; null if there is no folder yet, or something is to be tried again.</param>
public sealed record InboxRound(int Taken, int Left, string? Cursor);
