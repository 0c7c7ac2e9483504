using System.Text;

namespace CloudCctv.HostileBatches.Fuzz;

/// <summary>Damage to JSON that leaves it JSON: values of the wrong kind and size, fields that go, come and repeat.</summary>
public static class JsonMutations
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1", "1.5", "-0.0", "1e308", "1e999", "2147483647", "2147483648", "99999999999999999999", "\"\"", "\"x\"", "\"\\u0000\"", "\"\\ud800\"",
        "\"../../etc/passwd\"", "\"<script>alert(1)</script>\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999+14:00\"", "\"2026-11-20T07:32:05.123Z\"",
        "[]", "{}", "[null]", "[[[[[[[[[]]]]]]]]]", "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}", "\"NaN\"", "NaN", "\"manifest.json\"", "\"000001-073205123.jpg\"",
    ];

    public static byte[] Some(byte[] json, Random random)
    {
        // Now and then it is no JSON any more.
        if (random.Next(4) == 0)
        {
            return ByteMutations.Some(json, random);
        }

        var text = Encoding.UTF8.GetString(json);
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            text = One(text, random);
        }

        return Encoding.UTF8.GetBytes(text);
    }

    private static string One(string text, Random random)
    {
        var places = Places(text);
        if (places.Count == 0)
        {
            return text;
        }

        var (from, to) = places[random.Next(places.Count)];
        return random.Next(6) switch
        {
            0 => text.Remove(from, to - from),
            1 => text.Insert(to, $",\"x{random.Next(9)}\":{Value(random)}"),
            2 => $"{text[..to]},{text[from..]}",
            3 => $"{text[..from]}\"{new string((char)random.Next(1, 0x2100), random.Next(2_000))}\"{text[to..]}",
            _ => text[..from] + Value(random) + text[to..],
        };
    }

    private static string Value(Random random) => Values[random.Next(Values.Length)];

    // Where values are: behind a colon, bracket or comma, up to the next of them. Texts with commas in them are cut; that is no harm.
    private static List<(int From, int To)> Places(string text)
    {
        var places = new List<(int, int)>();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is ':' or '[' or ',' && text.AsSpan(at + 1).IndexOfAny(",]}") is > 0 and var length)
            {
                places.Add((at + 1, at + 1 + length));
            }
        }

        return places;
    }
}
