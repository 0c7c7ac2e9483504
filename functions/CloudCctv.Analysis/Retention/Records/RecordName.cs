using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Retention.Records;

/// <summary>Whose record an object is.</summary>
internal static class RecordName
{
    // "yyyy/MM/dd" are three levels, the event's own part is "HHmmssfff-" and eight characters.
    private const int LevelsBefore = 5;
    private const int EventLength = 18;

    /// <param name="name">Of an object.</param>
    /// <param name="prefix">Of all records of its kind.</param>
    /// <returns>The event that the name begins with, after the prefix; null if there is none.</returns>
    public static EventName? EventOf(string name, string prefix)
    {
        var end = prefix.Length;
        for (var level = 0; level < LevelsBefore; level++)
        {
            end = name.IndexOf('/', end) + 1;
            if (end == 0)
            {
                return null;
            }
        }

        end += EventLength;
        return end < name.Length && name[end] is '-' or '.' or '/' && EventName.TryParse(name[prefix.Length..end], out var eventName) ? eventName : null;
    }
}
