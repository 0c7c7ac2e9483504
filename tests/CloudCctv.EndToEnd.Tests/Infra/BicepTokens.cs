using System.Text;

namespace CloudCctv.EndToEnd.Tests.Infra;

/// <param name="Kind">What it is.</param>
/// <param name="Text">As it stands in the file; of a string, what is between the quotes.</param>
/// <param name="Line">From 1.</param>
public readonly record struct BicepToken(BicepTokenKind Kind, string Text, int Line);

public enum BicepTokenKind
{
    Identifier,
    Text,
    Number,
    Symbol,
    LineEnd,
}

/// <summary>Cuts a Bicep file into tokens. What stands in a text as <c>${expression}</c> follows the text's token in parentheses.</summary>
public static class BicepTokens
{
    public static IReadOnlyList<BicepToken> Of(string source)
    {
        var tokens = new List<BicepToken>();
        Read(source, firstLine: 1, tokens);
        return tokens;
    }

    private static void Read(string source, int firstLine, List<BicepToken> tokens)
    {
        var line = firstLine;
        for (var at = 0; at < source.Length;)
        {
            var c = source[at];
            if (c == '\n')
            {
                tokens.Add(new(BicepTokenKind.LineEnd, "\n", line++));
                at++;
            }
            else if (char.IsWhiteSpace(c))
            {
                at++;
            }
            else if (source.AsSpan(at).StartsWith("//"))
            {
                at = source.IndexOf('\n', at) is var end && end >= 0 ? end : source.Length;
            }
            else if (c == '\'')
            {
                at = ReadText(source, at + 1, line, tokens);
            }
            else
            {
                at = ReadWord(source, at, line, tokens);
            }
        }
    }

    private static int ReadWord(string source, int start, int line, List<BicepToken> tokens)
    {
        var end = start;
        while (end < source.Length && (char.IsLetterOrDigit(source[end]) || source[end] == '_'))
        {
            end++;
        }

        if (end == start)
        {
            tokens.Add(new(BicepTokenKind.Symbol, source[start].ToString(), line));
            return start + 1;
        }

        tokens.Add(new(char.IsDigit(source[start]) ? BicepTokenKind.Number : BicepTokenKind.Identifier, source[start..end], line));
        return end;
    }

    private static int ReadText(string source, int start, int line, List<BicepToken> tokens)
    {
        var text = new StringBuilder();
        var inserted = new List<string>();
        var at = start;
        for (; ; at++)
        {
            if (at >= source.Length || source[at] == '\n')
            {
                throw new FormatException($"line {line}: a text has no end");
            }

            if (source[at] == '\'')
            {
                break;
            }

            if (source[at] == '\\')
            {
                text.Append(source[++at]);
            }
            else if (source.AsSpan(at).StartsWith("${"))
            {
                var end = source.IndexOf('}', at);
                inserted.Add(source[(at + 2)..end]);
                text.Append("${}");
                at = end;
            }
            else
            {
                text.Append(source[at]);
            }
        }

        tokens.Add(new(BicepTokenKind.Text, text.ToString(), line));
        foreach (var expression in inserted)
        {
            tokens.Add(new(BicepTokenKind.Symbol, "(", line));
            Read(expression, line, tokens);
            tokens.Add(new(BicepTokenKind.Symbol, ")", line));
        }

        return at + 1;
    }
}
