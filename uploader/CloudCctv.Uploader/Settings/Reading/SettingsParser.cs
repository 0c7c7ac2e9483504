using System.Text.Json;

namespace CloudCctv.Uploader.Settings.Reading;

/// <summary>Reads JSON with comments and trailing commas into nodes that know their lines.</summary>
internal ref struct SettingsParser
{
    private const int MaxDepth = 16;

    private readonly ReadOnlySpan<byte> utf8;
    private readonly string source;
    private Utf8JsonReader reader;
    private int line = 1;
    private int counted;

    private SettingsParser(ReadOnlySpan<byte> utf8, string source)
    {
        this.utf8 = utf8;
        this.source = source;
        reader = new Utf8JsonReader(utf8, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = MaxDepth });
    }

    /// <param name="utf8">The text; a byte order mark is skipped.</param>
    /// <param name="source">What to call it in faults.</param>
    /// <exception cref="SettingsException">This is no JSON object.</exception>
    public static ObjectNode Parse(ReadOnlySpan<byte> utf8, string source)
    {
        var parser = new SettingsParser(utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8, source);
        try
        {
            parser.reader.Read();
            var root = parser.Value();
            parser.reader.Read();
            return root as ObjectNode
                ?? throw new SettingsException($"{root.Place}: the file holds {ShownValue.Of(root)}; it must hold an object: {{ … }}.");
        }
        catch (JsonException exception)
        {
            var place = $"{source}:{exception.LineNumber + 1}";
            throw new SettingsException(utf8.IsEmpty
                ? $"{place}: the file is empty; it must hold an object: {{ … }}."
                : $"{place}: not JSON from character {exception.BytePositionInLine + 1} on: a comma, colon, quote or bracket is missing or too many"
                    + $" (or brackets nest deeper than {MaxDepth}).", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new SettingsException($"{source}:{parser.Here().Line}: a text holds characters that are not UTF-8.", exception);
        }
    }

    private SettingsNode Value() => reader.TokenType switch
    {
        JsonTokenType.StartObject => Object(),
        JsonTokenType.StartArray => List(),
        JsonTokenType.String => ValueNode.Of(Here(), reader.GetString()!),
        JsonTokenType.True => new ValueNode(Here(), JsonValueKind.True, "true"),
        JsonTokenType.False => new ValueNode(Here(), JsonValueKind.False, "false"),
        JsonTokenType.Null => new ValueNode(Here(), JsonValueKind.Null, "null"),
        _ => new ValueNode(Here(), JsonValueKind.Number, System.Text.Encoding.UTF8.GetString(reader.ValueSpan)),
    };

    private ObjectNode Object()
    {
        var place = Here();
        var members = new List<Member>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (key, at) = (reader.GetString()!, Here());
            reader.Read();
            members.Add(new Member(key, at, Value()));
        }

        return new ObjectNode(place, members);
    }

    private ListNode List()
    {
        var place = Here();
        var items = new List<SettingsNode>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Value());
        }

        return new ListNode(place, items);
    }

    private Place Here()
    {
        var at = (int)reader.TokenStartIndex;
        line += utf8[counted..at].Count((byte)'\n');
        counted = at;
        return new Place(source, line);
    }
}
