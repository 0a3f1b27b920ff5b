"""The two sources: the resource-provider schemas of CloudFormation (in cfn-lint) and the API model of Amazon ECR (in botocore)."""

import gzip
import json
from importlib.metadata import version
from importlib.resources import files

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

VERSIONS = {"schema": f"cfn-lint {version('cfn-lint')}", "api": f"botocore {version('botocore')}"}

# Each type, the operation that CloudFormation calls for it, and the member of the request that has the properties.
OPERATIONS = {
    "AWS::ECR::PullThroughCacheRule": ("CreatePullThroughCacheRule", None),
    "AWS::ECR::PullTimeUpdateExclusion": ("RegisterPullTimeUpdateExclusion", None),
    "AWS::ECR::RegistryPolicy": ("PutRegistryPolicy", None),
    "AWS::ECR::RegistryScanningConfiguration": ("PutRegistryScanningConfiguration", None),
    "AWS::ECR::ReplicationConfiguration": ("PutReplicationConfiguration", None),
    "AWS::ECR::RepositoryCreationTemplate": ("CreateRepositoryCreationTemplate", None),
    "AWS::ECR::SigningConfiguration": ("PutSigningConfiguration", "signingConfiguration"),
}

# The properties of an exclusion filter, which are not the members of the API with an uppercase letter.
EXCLUSION_FILTER = {"filterType": "ImageTagMutabilityExclusionFilterType", "filter": "ImageTagMutabilityExclusionFilterValue"}

REGION = "us-east-1"


def schema(type_name):
    """The schema of a resource type as it is given to a user: without the properties that only CloudFormation writes."""
    document = dict(PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, type_name).schema)
    document.pop("$schema", None)
    read_only = {pointer.rsplit("/", 1)[1] for pointer in document.get("readOnlyProperties", [])}
    document["properties"] = {name: value for name, value in document["properties"].items() if name not in read_only}
    return document


def _newest_model():
    folders = files("botocore") / "data" / "ecr"
    newest = max(folder.name for folder in folders.iterdir() if folder.name[:2] == "20")
    return json.loads(gzip.decompress((folders / newest / "service-2.json.gz").read_bytes()))


MODEL = _newest_model()
SHAPES = MODEL["shapes"]


def request_shape(type_name):
    """The shape of the API that has the properties of a resource type."""
    operation, member = OPERATIONS[type_name]
    shape = SHAPES[MODEL["operations"][operation]["input"]["shape"]]
    return SHAPES[shape["members"][member]["shape"]] if member else shape


def property_of(shape, member):
    """The property of CloudFormation for a member of a structure of the API. Those of a tag are uppercase in the API as well."""
    if shape["members"].get("filterType", {}).get("shape") == "ImageTagMutabilityExclusionFilterType":
        return EXCLUSION_FILTER[member]
    return member[0].upper() + member[1:]
