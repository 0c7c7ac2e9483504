using System.Text;

namespace CloudCctv.Uploader.Decoder;

/// <summary>
/// What the decoder is to read. It comes on its input, line by line, because a URL may hold a password and command lines are for all
/// to see.
/// </summary>
/// <param name="Url">As libavformat takes it; no control characters.</param>
/// <param name="Options">Of libavformat, by name.</param>
internal sealed record DecoderRequest(string Url, IReadOnlyList<(string Name, string Value)> Options)
{
    private const int MaxBytes = 64 * 1024;

    public byte[] Bytes() => Encoding.UTF8.GetBytes(string.Concat(Options.Select(option => $"{option.Name}={option.Value}\n").Prepend(Url + "\n")) + "\n");

    /// <summary>Reads up to the blank line and not a byte further: commands follow.</summary>
    /// <returns>Null if the input ends before.</returns>
    public static DecoderRequest? Read(Stream input)
    {
        var bytes = new List<byte>();
        while (bytes is not [.., (byte)'\n', (byte)'\n'])
        {
            if (input.ReadByte() is not (>= 0 and var next) || bytes.Count == MaxBytes)
            {
                return null;
            }

            bytes.Add((byte)next);
        }

        var lines = Encoding.UTF8.GetString([.. bytes]).TrimEnd('\n').Split('\n');
        return new DecoderRequest(lines[0], [.. lines[1..].Select(line => line.Split('=', 2)).Select(pair => (pair[0], pair[^1]))]);
    }
}
