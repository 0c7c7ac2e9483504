using System.Buffers.Text;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCctv.Gallery.Access.Rights;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CloudCctv.Gallery.Access.EasyAuth;

/// <summary>Reads the header in which the platform tells who asks.</summary>
internal sealed class EasyAuthHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Header = "X-MS-CLIENT-PRINCIPAL";

    private const int MaxHeaderLength = 64 << 10;

    // As the platform writes them, short or long.
    private static readonly string[] IdClaims = ["oid", "http://schemas.microsoft.com/identity/claims/objectidentifier"];
    private static readonly string[] RoleClaims = ["roles", ClaimTypes.Role];

    /// <returns>Null if it is not configured, or nobody is named who may do anything.</returns>
    public static ClaimsPrincipal? Read(HttpContext context)
    {
        if (context.RequestServices.GetRequiredService<GalleryOptions>().EasyAuth is not { } easyAuth || ReadHeader(context.Request.Headers[Header]) is not { } told)
        {
            return null;
        }

        var claims = (told.Claims ?? []).OfType<ToldClaim>().ToList();
        var roleClaims = told.RoleType is { } type ? RoleClaims.Append(type) : RoleClaims;
        var isWho = claims.Where(claim => IdClaims.Contains(claim.Type) || roleClaims.Contains(claim.Type)).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal);
        var grants = easyAuth.Grants.Where(grant => isWho.Contains(grant.Who)).ToList();
        var name = claims.FirstOrDefault(claim => IdClaims.Contains(claim.Type))?.Value;
        if (grants.Count == 0 || name is null)
        {
            return null;
        }

        var role = grants.Max(grant => grant.Role);
        return new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, name), .. AccessRights.Claims(role, grants.SelectMany(grant => grant.Cameras).Distinct())], AccessSchemes.EasyAuth));
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Read(Context) is { } person
        ? AuthenticateResult.Success(new AuthenticationTicket(person, Scheme.Name))
        : AuthenticateResult.NoResult());

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => ForbiddenPage.AnswerAsync(Context);

    private static ToldPrincipal? ReadHeader(string? header)
    {
        if (header is not { Length: > 0 and < MaxHeaderLength } || !Base64.IsValid(header))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(Convert.FromBase64String(header), EasyAuthJson.Default.ToldPrincipal);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record ToldPrincipal
{
    [JsonPropertyName("role_typ")]
    public string? RoleType { get; init; }

    [JsonPropertyName("claims")]
    public IReadOnlyList<ToldClaim?>? Claims { get; init; }
}

internal sealed record ToldClaim([property: JsonPropertyName("typ")] string Type, [property: JsonPropertyName("val")] string Value);

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, MaxDepth = 6)]
[JsonSerializable(typeof(ToldPrincipal))]
internal sealed partial class EasyAuthJson : JsonSerializerContext;
