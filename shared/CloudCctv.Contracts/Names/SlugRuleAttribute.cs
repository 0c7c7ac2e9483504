using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Contracts.Names;

/// <summary>The value must be a <see cref="Slug"/>, or absent. (RegularExpressionAttribute lets empty texts pass.)</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SlugRuleAttribute : ValidationAttribute
{
    public SlugRuleAttribute() => ErrorMessage = Slug.Rule;

    public override bool IsValid(object? value) => value is null || Slug.IsValid(value as string);
}
