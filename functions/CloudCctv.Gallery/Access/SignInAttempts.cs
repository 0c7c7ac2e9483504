using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Gallery.Access;

/// <summary>
/// Counts wrong keys and pairing codes per address. Whoever has given <see cref="MaxPerMinute"/> of them is not even listened to for the rest
/// of the minute; right keys cost nothing. Thread-safe.
/// </summary>
public sealed partial class SignInAttempts(ILogger<SignInAttempts> logger) : IDisposable
{
    public const int MaxPerMinute = 10;

    private readonly PartitionedRateLimiter<HttpContext> wrongKeys = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetFixedWindowLimiter(AddressOf(context), _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = MaxPerMinute,
            Window = TimeSpan.FromMinutes(1),
        }));

    public bool MayTry(HttpContext context)
    {
        using var lease = wrongKeys.AttemptAcquire(context, permitCount: 0);
        return lease.IsAcquired;
    }

    public void Failed(HttpContext context)
    {
        using var lease = wrongKeys.AttemptAcquire(context);
        LogWrongKey(AddressOf(context));
    }

    public void Dispose() => wrongKeys.Dispose();

    // One household, one IPv6 network: the lower half of the address is the client's to choose.
    private static string AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        return address switch
        {
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => $"{new IPAddress([.. address.GetAddressBytes().Take(8), 0, 0, 0, 0, 0, 0, 0, 0])}/64",
            _ => address.ToString(),
        };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Wrong access key, pairing code or device key from {Address}")]
    private partial void LogWrongKey(string address);
}
