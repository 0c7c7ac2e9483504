using System.ComponentModel.DataAnnotations;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Uploader.Settings;

/// <summary>The value must be a <see cref="Slug"/>, or absent. (RegularExpressionAttribute lets empty texts pass.)</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SlugRuleAttribute : ValidationAttribute
{
    public SlugRuleAttribute() => ErrorMessage = Slug.Rule;

    public override bool IsValid(object? value) => value is null || Slug.IsValid(value as string);
}
