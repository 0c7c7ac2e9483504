namespace CloudCctv.Storage.Link;

/// <summary>What goes first on a link. Work that has been begun stands aside while there is work of a rank before its own.</summary>
public enum LinkRank
{
    /// <summary>An alert waits for it.</summary>
    Urgent,

    Ordinary,

    /// <summary>Whatever is left of the link is good enough.</summary>
    Spare,
}
