using System.Globalization;
using System.Text;

namespace CloudCctv.Tests.Support.Proxy;

/// <summary>The first line and the headers of a message, as they were on the wire.</summary>
internal sealed record HttpHead(string Text)
{
    public byte[] Bytes => Encoding.Latin1.GetBytes(Text);

    public string Method => Text[..Text.IndexOf(' ', StringComparison.Ordinal)];

    /// <summary>Of an answer.</summary>
    public int Status => int.Parse(Text.Split(' ', 3)[1], CultureInfo.InvariantCulture);

    public bool IsChunked => Header("Transfer-Encoding")?.Contains("chunked", StringComparison.OrdinalIgnoreCase) == true;

    public int ContentLength => Header("Content-Length") is { } length ? int.Parse(length, CultureInfo.InvariantCulture) : 0;

    public bool WaitsForContinue => Header("Expect") is not null;

    /// <summary>Whether an answer with this head has content.</summary>
    public bool HasContent(string method) => method != "HEAD" && Status is not (204 or 304 or < 200);

    public HttpHead Without(string header) => new(string.Join("\r\n", Text.Split("\r\n").Where(line => !Is(line, header))));

    private string? Header(string name) => Text.Split("\r\n").Where(line => Is(line, name)).Select(line => line[(name.Length + 1)..].Trim()).FirstOrDefault();

    private static bool Is(string line, string header) => line.StartsWith(header + ":", StringComparison.OrdinalIgnoreCase);
}
