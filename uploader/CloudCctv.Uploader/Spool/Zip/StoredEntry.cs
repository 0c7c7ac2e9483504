namespace CloudCctv.Uploader.Spool.Zip;

/// <summary>One uncompressed entry of a zip.</summary>
/// <param name="Name">ASCII.</param>
/// <param name="Offset">Of its local header in the file.</param>
/// <param name="Bytes">Of its content.</param>
/// <param name="Crc">Of its content.</param>
/// <param name="DosTime">Time and date as zip has it: two seconds fine, no time zone; UTC here.</param>
public readonly record struct StoredEntry(string Name, uint Offset, uint Bytes, uint Crc, uint DosTime)
{
    /// <summary>1980 is the first year that the format knows, 2107 the last.</summary>
    public static uint ToDosTime(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        var year = Math.Clamp(utc.Year, 1980, 2107);
        return ((uint)(year - 1980) << 25) | ((uint)utc.Month << 21) | ((uint)utc.Day << 16)
            | ((uint)utc.Hour << 11) | ((uint)utc.Minute << 5) | ((uint)utc.Second / 2);
    }
}
