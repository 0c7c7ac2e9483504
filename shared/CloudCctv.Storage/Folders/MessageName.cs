using System.Globalization;

namespace CloudCctv.Storage.Folders;

/// <summary>
/// A message's state is its file name, <c>VISIBLE_ID_COUNT.msg</c>:
/// <list type="table">
/// <item><term>VISIBLE</term><description>From when it may be received, UTC, <c>yyyyMMddTHHmmssfffffffZ</c>: names sort by it.</description></item>
/// <item><term>ID</term><description>32 hex digits, a UUID of version 7: messages visible at the same time sort by age.</description></item>
/// <item><term>COUNT</term><description>How many times it was received, 0 at first.</description></item>
/// </list>
/// To receive, renew or return a message is to rename its file, which only one process can do from a given name; since
/// COUNT grows with every delivery, a name is the proof of one.
/// </summary>
internal readonly record struct MessageName(DateTimeOffset VisibleAt, Guid Id, int Count)
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmssfffffff'Z'";
    private const string Suffix = ".msg";

    /// <summary>When it was sent, to the millisecond: UUIDs of version 7 begin with that.</summary>
    public DateTimeOffset SentAt => DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(Id.ToString("N")[..12], 16));

    /// <summary>A message that nobody has received yet.</summary>
    public static MessageName New(DateTimeOffset now, TimeSpan delay) => new(now + delay, Guid.CreateVersion7(now), Count: 0);

    /// <summary>False for files that are no messages, and for names nobody was given.</summary>
    public static bool TryParse(string fileName, out MessageName name)
    {
        name = default;
        if (!fileName.EndsWith(Suffix, StringComparison.Ordinal)
            || fileName[..^Suffix.Length].Split('_') is not [var time, var id, var digits]
            || !DateTimeOffset.TryParseExact(time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var visibleAt)
            || !Guid.TryParseExact(id, "N", out var guid)
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        name = new MessageName(visibleAt, guid, count);
        return true;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{VisibleAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}_{Id:N}_{Count}{Suffix}");
}
