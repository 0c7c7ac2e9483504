using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace CloudCctv.Gallery.Access.Passkeys;

/// <summary>
/// What a ceremony has to remember between question and answer, in a cookie of the browser that was asked: sealed, for one
/// purpose, for five minutes. Any instance may take the answer. Thread-safe.
/// </summary>
internal sealed class PasskeyChallenges(IDataProtectionProvider protection, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <param name="context">Whose browser is asked.</param>
    /// <param name="purpose">What the answer is for.</param>
    /// <param name="stamp">Of the user that it is for, as it was when asked; empty if that does not matter.</param>
    /// <param name="state">What the framework wants back.</param>
    public void Keep(HttpContext context, PasskeyPurpose purpose, string stamp, string state)
    {
        var until = (time.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds();
        var text = string.Create(CultureInfo.InvariantCulture, $"{until} {stamp} {state}");
        context.Response.Cookies.Append(NameOf(purpose), SealOf(purpose).Protect(text), Options(context, Lifetime));
    }

    /// <summary>Takes it away from the browser, too: the next try begins with a question.</summary>
    /// <returns>Null if there is none, it is too old, or it is not one of ours for this purpose.</returns>
    public PasskeyChallenge? Take(HttpContext context, PasskeyPurpose purpose)
    {
        if (context.Request.Cookies[NameOf(purpose)] is not { } cookie)
        {
            return null;
        }

        context.Response.Cookies.Delete(NameOf(purpose), Options(context, lifetime: null));
        if (Open(cookie, purpose)?.Split(' ', 3) is not [var end, var stamp, var state])
        {
            return null;
        }

        var until = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(end, NumberStyles.None, CultureInfo.InvariantCulture));
        return time.GetUtcNow() < until ? new PasskeyChallenge(state, stamp, until) : null;
    }

    private string? Open(string cookie, PasskeyPurpose purpose)
    {
        try
        {
            return SealOf(purpose).Unprotect(cookie);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector SealOf(PasskeyPurpose purpose) => protection.CreateProtector("CloudCctv passkey challenges 2", purpose.ToString());

    private static string NameOf(PasskeyPurpose purpose) => purpose == PasskeyPurpose.SignIn ? "cctv-passkey-in" : "cctv-passkey-add";

    private static CookieOptions Options(HttpContext context, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        MaxAge = lifetime,
        Path = "/",
    };
}

internal enum PasskeyPurpose
{
    SignIn,
    Add,
}

/// <param name="State">What the framework wants back; the challenge is in it.</param>
/// <param name="Stamp">Of the user that it is for, as it was when asked; empty if that does not matter.</param>
/// <param name="Until">From when on it is too old.</param>
internal sealed record PasskeyChallenge(string State, string Stamp, DateTimeOffset Until)
{
    // People answer once or twice in five minutes; more would only fill the record.
    private const int MostSpent = 20;

    // Instances keep the same time, nearly.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    public string Id => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(State)))[..32];

    /// <returns>What is spent with this, less what is over; null if this is spent already, or too many are.</returns>
    public IReadOnlyList<SpentChallenge>? SpendIn(IReadOnlyList<SpentChallenge> spent, DateTimeOffset now)
    {
        var left = spent.Where(one => now < one.Until + Skew).ToList();
        return left.Count >= MostSpent || left.Any(one => one.Id == Id) ? null : [.. left, new SpentChallenge(Id, Until)];
    }
}
