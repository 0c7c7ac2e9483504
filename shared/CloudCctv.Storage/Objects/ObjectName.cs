namespace CloudCctv.Storage.Objects;

/// <summary>
/// The name of an object: segments of letters, digits and <c>. - _ ~ @</c> parted by slashes, at most 512 characters. No
/// segment is empty, starts with a dot or ends with one, so a name can never leave the folder or the container it belongs to.
/// </summary>
public readonly record struct ObjectName
{
    public const int MaxLength = 512;

    private readonly string? value;

    /// <exception cref="ArgumentException">The name breaks the rules above; the message says which part and why.</exception>
    public ObjectName(string name)
    {
        if (Fault(name) is { } fault)
        {
            throw new ArgumentException(fault, nameof(name));
        }

        value = name;
    }

    /// <exception cref="InvalidOperationException">This is the default value.</exception>
    public string Value => value ?? throw new InvalidOperationException("The default ObjectName names nothing.");

    public static bool TryParse(string? text, out ObjectName name)
    {
        var valid = text is not null && Fault(text) is null;
        name = valid ? new ObjectName(text!) : default;
        return valid;
    }

    public override string ToString() => value ?? "(none)";

    private static string? Fault(string name)
    {
        if (name.Length is 0 or > MaxLength)
        {
            return $"Object name has {name.Length} characters; 1 to {MaxLength} are allowed.";
        }

        foreach (var range in name.AsSpan().Split('/'))
        {
            var segment = name.AsSpan(range);
            if (segment.IsEmpty || segment[0] == '.' || segment[^1] == '.')
            {
                return $"Object name '{Printable(name)}' has a segment that is empty or starts or ends with a dot.";
            }

            foreach (var c in segment)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_' or '~' or '@'))
                {
                    return $"Object name '{Printable(name)}' has a character outside A-Z a-z 0-9 . - _ ~ @ /.";
                }
            }
        }

        return null;
    }

    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
}
