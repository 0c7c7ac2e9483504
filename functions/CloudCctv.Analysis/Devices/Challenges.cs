using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace CloudCctv.Analysis.Devices;

/// <summary>What seals challenges; the same for all hosts of one installation.</summary>
public sealed record ChallengeKey(byte[] Bytes)
{
    public override string ToString() => "(challenge key)";
}

/// <summary>
/// Texts for devices to sign, which prove by themselves that they were given out and when: nothing has to be remembered of
/// them. Which were used, the device's record knows. Thread-safe.
/// </summary>
public sealed class Challenges(ChallengeKey key, TimeProvider time)
{
    /// <summary>A slow link may take its time for two requests.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    // Hosts of one installation keep the same time, nearly.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private const int StampedBytes = sizeof(long) + 8;

    private readonly Lock gate = new();
    private long last;

    public string Issue()
    {
        var whole = new byte[StampedBytes + HMACSHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(whole, NextTicks());
        RandomNumberGenerator.Fill(whole.AsSpan(sizeof(long), StampedBytes - sizeof(long)));
        HMACSHA256.HashData(key.Bytes, whole.AsSpan(0, StampedBytes), whole.AsSpan(StampedBytes));
        return Base64Url.EncodeToString(whole);
    }

    // Only a newer one than the last that was answered is good: no two are of the same moment.
    private long NextTicks()
    {
        lock (gate)
        {
            return last = Math.Max(time.GetUtcNow().UtcTicks, last + 1);
        }
    }

    /// <returns>When it was given out, in ticks; null if it never was, or too long ago.</returns>
    public long? IssuedAt(string challenge)
    {
        var whole = new byte[StampedBytes + HMACSHA256.HashSizeInBytes];
        if (!Base64Url.IsValid(challenge, out var length) || length != whole.Length)
        {
            return null;
        }

        Base64Url.DecodeFromChars(challenge, whole);
        Span<byte> seal = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Bytes, whole.AsSpan(0, StampedBytes), seal);
        if (!CryptographicOperations.FixedTimeEquals(seal, whole.AsSpan(StampedBytes)))
        {
            return null;
        }

        var ticks = BinaryPrimitives.ReadInt64BigEndian(whole);
        var age = TimeSpan.FromTicks(time.GetUtcNow().UtcTicks - ticks);
        return age <= Lifetime && age >= -Skew ? ticks : null;
    }
}
