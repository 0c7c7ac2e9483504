namespace CloudCctv.Uploader.Spool.Zip;

/// <summary>The numbers of the zip format that we write and read (PKWARE APPNOTE 6.3.10, sections 4.3 and 4.5).</summary>
internal static class ZipFormat
{
    public const uint LocalHeader = 0x04034B50;
    public const uint CentralHeader = 0x02014B50;
    public const uint EndOfCentralDirectory = 0x06054B50;
    public const int LocalHeaderBytes = 30;
    public const int CentralHeaderBytes = 46;
    public const int EndBytes = 22;

    /// <summary>Version needed to extract: 1.0, stored entries only.</summary>
    public const ushort Version = 10;

    /// <summary>Our private extra field: the frame's record, so that a half-written batch can be made whole again.</summary>
    public const ushort FrameRecordField = 0xCC01;
}
