using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using CloudCctv.Storage.Grants;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Storage.Azure.Lending;

/// <summary>Lends containers and blobs by shared access signatures.</summary>
/// <param name="service">The account.</param>
/// <param name="mainContainer">Where heartbeats and settings are; containers of devices are named after it.</param>
/// <param name="signer">Signs.</param>
internal sealed class AzureGrants(BlobServiceClient service, string mainContainer, ISasSigner signer) : IGrantIssuer
{
    private const int MaxContainerLength = 63;

    private readonly BlobContainerClient main = service.GetBlobContainerClient(mainContainer);

    // Plain HTTP is for an emulator on the same machine.
    private readonly bool httpsOnly = service.Uri.Scheme == Uri.UriSchemeHttps;

    public string? NameFault(string device) => device.Contains("--", StringComparison.Ordinal) ? "has two hyphens in a row, which the name of a container may not have"
        : NameOf(device) is { Length: > MaxContainerLength } name ? $"is too long: its container would be {name}, of {name.Length} characters, and {MaxContainerLength} are allowed"
        : null;

    public Task PrepareAsync(string device, CancellationToken cancellationToken) => AzureFault.GuardAsync(
        $"create container {NameOf(device)}",
        async () => await ContainerOf(device).CreateIfNotExistsAsync(cancellationToken: cancellationToken),
        cancellationToken);

    public Task<DeviceGrants> IssueAsync(GrantScope scope, TimeSpan lifetime, CancellationToken cancellationToken) => AzureFault.GuardAsync("sign credentials", async () =>
    {
        var expiresOn = EndOf(lifetime);
        var create = Right(expiresOn);
        create.SetPermissions(BlobContainerSasPermissions.Create);
        return new DeviceGrants
        {
            Arrivals = await SignAsync(ContainerOf(scope.Device), create, cancellationToken),
            Queue = signer.SignQueue(expiresOn, httpsOnly),
            Heartbeat = await SignAsync(main, BlobRight(scope.Heartbeat, BlobSasPermissions.Create | BlobSasPermissions.Write, expiresOn), cancellationToken),
            Settings = await SignAsync(main, BlobRight(scope.Settings, BlobSasPermissions.Read, expiresOn), cancellationToken),
            Signature = await SignAsync(main, BlobRight(scope.Signature, BlobSasPermissions.Read, expiresOn), cancellationToken),
            ClipWishes = await SignAsync(main, BlobRight(scope.ClipWishes, BlobSasPermissions.Read, expiresOn), cancellationToken),
            LifetimeSeconds = (int)lifetime.TotalSeconds,
        };
    }, cancellationToken);

    public async Task<Uri> IssueBlobAsync(string device, ObjectName name, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        // What is there stays as it is.
        var rights = await ArrivalsOf(device).GetPropertiesAsync(name, cancellationToken) is null
            ? BlobSasPermissions.Read | BlobSasPermissions.Create | BlobSasPermissions.Write
            : BlobSasPermissions.Read;
        return await AzureFault.GuardAsync(
            $"sign for {name}", () => SignAsync(ContainerOf(device), BlobRight(name, rights, EndOf(lifetime)), cancellationToken), cancellationToken);
    }

    public IObjectStore ArrivalsOf(string device) => new BlobObjectStore(ContainerOf(device));

    // The service's clock decides; a signature without a beginning is good at once.
    private static DateTimeOffset EndOf(TimeSpan lifetime) => TimeProvider.System.GetUtcNow() + lifetime;

    private static BlobSasBuilder BlobRight(ObjectName name, BlobSasPermissions permissions, DateTimeOffset expiresOn)
    {
        var right = Right(expiresOn);
        (right.BlobName, right.Resource) = (name.Value, "b");
        right.SetPermissions(permissions);
        return right;
    }

    private static BlobSasBuilder Right(DateTimeOffset expiresOn) => new() { BlobName = "", Resource = "c", ExpiresOn = expiresOn };

    private Task<Uri> SignAsync(BlobContainerClient container, BlobSasBuilder right, CancellationToken cancellationToken)
    {
        right.BlobContainerName = container.Name;
        right.Protocol = httpsOnly ? SasProtocol.Https : SasProtocol.HttpsAndHttp;
        return signer.SignAsync(container, right, cancellationToken);
    }

    private BlobContainerClient ContainerOf(string device) => service.GetBlobContainerClient(NameOf(device));

    private string NameOf(string device) => $"{mainContainer}-in-{device}";
}
