namespace CloudCctv.Uploader.Spool;

/// <summary>What the name of a file in the spool says of it.</summary>
internal enum SpoolState
{
    /// <summary><c>NAME.zip</c></summary>
    Waiting,

    /// <summary><c>NAME.zip.part</c></summary>
    Unsealed,

    /// <summary><c>NAME.zip.retiming</c></summary>
    Retiming,

    /// <summary><c>NAME.zip.rejected</c></summary>
    Rejected,
}
