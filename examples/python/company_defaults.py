import typing

import jsii
from aws_cdk import InjectionContext, IPropertyInjector
from cdk_secure_repository import LifecyclePolicy, SecureRepository


@jsii.implements(IPropertyInjector)
class CompanyDefaults:
    """Defaults of a company for every repository. A value that an app passes replaces the default; None does not."""

    @property
    def construct_unique_id(self) -> str:
        return SecureRepository.PROPERTY_INJECTION_ID

    @jsii.member(jsii_name="inject")
    def inject(self, original_props: typing.Any, context: InjectionContext) -> typing.Any:
        # the names of the properties are those of TypeScript here; without any there is no dictionary
        policy = LifecyclePolicy.keep_latest(20, protected_tags=["release-*"])
        given = {name: value for name, value in (original_props or {}).items() if value is not None}
        return {"lifecyclePolicy": policy, **given}
