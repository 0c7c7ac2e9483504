using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Devices;
using CloudCctv.Storage;
using CloudCctv.Storage.Grants;
using CloudCctv.Storage.Objects;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Devices;

/// <summary>
/// What a device gets for a pairing code, and later for its key. Every request is signed over a challenge that serves once:
/// the device's record keeps the newest one that was answered, and only a newer one is good. Thread-safe, over processes too.
/// </summary>
public sealed partial class DeviceDoor(Store store, DeviceRegistry registry, Challenges challenges, DeviceOptions options, TimeProvider time, ILogger<DeviceDoor> logger)
{
    private const int MaxCodeLength = 64;

    // Without it, no device was ever added.
    private IGrantIssuer Grants => store.Grants ?? throw Wrong();

    /// <summary>Exchanges a pairing code for a registration. The same code and key get the same answer again, in case it was lost.</summary>
    /// <param name="token">Signed with the key that the request names.</param>
    /// <param name="body">The request as it came.</param>
    /// <param name="request">The same, read.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <exception cref="DeviceRefusedException">Not with these.</exception>
    public async Task<PairingAnswer> PairAsync(string? token, ReadOnlyMemory<byte> body, PairingRequest request, CancellationToken cancellationToken)
    {
        var (_, challenge) = ReadToken(token, DeviceApi.Pair, body);
        if (request.Code.Length > MaxCodeLength || !DeviceToken.Verify(token!, request.PublicKey))
        {
            throw Wrong();
        }

        var hash = PairingCode.HashOf(request.Code);
        var device = await registry.ListAsync(cancellationToken).FirstOrDefaultAsync(one => Fits(one, hash, request.PublicKey), cancellationToken) ?? throw Wrong();
        await Grants.PrepareAsync(device.Name, cancellationToken);
        var now = time.GetUtcNow();
        device = await registry.UpdateAsync(device.Name, known => !Fits(known, hash, request.PublicKey) ? throw Wrong() : Newer(known, challenge) with
        {
            CodeUsed = true,
            PublicKey = request.PublicKey,
            PairedAt = known.PairedAt ?? now,
            Revoked = [.. known.Revoked.Select(one => one with { Until = one.Until ?? now })],
        }, cancellationToken) ?? throw Wrong();
        LogPaired(device.Name, device.Site);
        return new PairingAnswer(device.Name, device.Site, device.Cameras);
    }

    /// <summary>New credentials.</summary>
    /// <exception cref="DeviceRefusedException">Not with this key.</exception>
    public async Task<DeviceGrants> RenewAsync(string? token, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var device = await LetInAsync(token, DeviceApi.Credentials, body, known => known with { RenewedAt = time.GetUtcNow() }, cancellationToken);

        // Somebody may have removed its container.
        await Grants.PrepareAsync(device.Name, cancellationToken);
        return await Grants.IssueAsync(DeviceRegistry.ScopeOf(device), options.CredentialLifetime, cancellationToken);
    }

    /// <summary>A URL for one batch of the device's own.</summary>
    /// <exception cref="DeviceRefusedException">Not with this key, or not for this object.</exception>
    public async Task<Uri> LendBlobAsync(string? token, ReadOnlyMemory<byte> body, string objectName, CancellationToken cancellationToken)
    {
        var device = await LetInAsync(token, DeviceApi.Blob, body, known => known, cancellationToken);
        return StoreLayout.BatchAt(objectName) is { } batch && device.MaySend(batch.Event.Site, batch.Event.Camera)
            ? await Grants.IssueBlobAsync(device.Name, new ObjectName(objectName), options.CredentialLifetime, cancellationToken)
            : throw new DeviceRefusedException(DeviceRefusal.NotIts, $"device {device.Name} may send batches of site {device.Site}{(device.Cameras.Count > 0 ? $" and of {string.Join(", ", device.Cameras)}" : "")} only.");
    }

    private async Task<DeviceRecord> LetInAsync(string? token, string path, ReadOnlyMemory<byte> body, Func<DeviceRecord, DeviceRecord> change, CancellationToken cancellationToken)
    {
        var (claims, challenge) = ReadToken(token, path, body);

        // Nobody's record is touched before the signature is proved.
        return await registry.UpdateAsync(claims.Device, known =>
            known.PublicKey is not { } key || !DeviceToken.Verify(token!, key) ? throw Wrong()
            : known.IsRevoked ? throw new DeviceRefusedException(DeviceRefusal.Revoked, $"device {known.Name} has been revoked.")
            : change(Newer(known, challenge)), cancellationToken) ?? throw Wrong();
    }

    private (DeviceClaims Claims, long Challenge) ReadToken(string? token, string path, ReadOnlyMemory<byte> body) =>
        !DeviceToken.TryRead(token, out var claims) || claims.Path != path || claims.BodySha256 != DeviceToken.HashOf(body.Span) ? throw Wrong()
        : challenges.IssuedAt(claims.Challenge) is { } issuedAt ? (claims, issuedAt)
        : throw Stale();

    private static DeviceRecord Newer(DeviceRecord known, long challenge) =>
        challenge > known.LastChallenge ? known with { LastChallenge = challenge } : throw Stale();

    private bool Fits(DeviceRecord device, string codeHash, string publicKey) =>
        device.CodeHash == codeHash && device.CodeExpiresAt > time.GetUtcNow() && (!device.CodeUsed || device.PublicKey == publicKey);

    private static DeviceRefusedException Wrong() => new(DeviceRefusal.Wrong, "the code or the key is not, or no longer, good.");

    private static DeviceRefusedException Stale() => new(DeviceRefusal.Stale, "the challenge has been used or is too old.");

    [LoggerMessage(Level = LogLevel.Information, Message = "Device {Device} of {Site} is paired")]
    private partial void LogPaired(string device, string site);
}
