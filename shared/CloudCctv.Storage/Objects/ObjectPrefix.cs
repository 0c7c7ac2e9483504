namespace CloudCctv.Storage.Objects;

internal static class ObjectPrefix
{
    /// <exception cref="ArgumentException">No object name can start like this.</exception>
    public static void Check(string prefix)
    {
        // A prefix is good if something good can follow it.
        if (prefix.Length > 0 && !ObjectName.TryParse(prefix + "x", out _))
        {
            throw new ArgumentException("No object name can start with the prefix given.", nameof(prefix));
        }
    }

    /// <exception cref="ArgumentException">This is no folder: neither empty nor the start of a name up to a slash.</exception>
    public static void CheckFolder(string prefix)
    {
        Check(prefix);
        if (prefix.Length > 0 && !prefix.EndsWith('/'))
        {
            throw new ArgumentException($"Folder prefix '{prefix}' must end in a slash.", nameof(prefix));
        }
    }
}
